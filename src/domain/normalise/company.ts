export function normaliseCompany(name: string): { key: string; core: string; city?: string } {
  const k = name.replace(/\s|有限公司/g, '');
  return {
    key: k,
    core: k,
    ...(k.match(/^(杭州|宁波|广州|深圳|上海|北京)/)?.[1] ? { city: k.slice(0, 2) } : {}),
  };
}
