/** Words that names of organisations are made of. */

/** What a company does or is: says little about which company it is. */
const INDUSTRY = new Set(
  (
    '科技 技术 科技发展 高科技 高新技术 新技术 信息 信息技术 网络 网络科技 网络技术 软件 电子 电子商务 电子科技 微电子 ' +
    '电气 电器 电力 电力科技 电源 电机 电缆 电线 电工 电梯 电路 电池 机电 机械 机械制造 机器人 机床 设备 设备制造 装备 ' +
    '装备制造 重工 重型 工业 工业科技 自动化 自动化设备 智能 智能科技 智能制造 智能装备 智能设备 制造 仪器 仪表 仪器仪表 ' +
    '精密 精密机械 精密仪器 精工 模具 五金 液压 轴承 阀门 泵业 光电 光学 光伏 半导体 集成电路 通信 通讯 通信技术 数字 数字技术 ' +
    '数据 数码 系统 系统工程 系统集成 物联网 互联网 传感 激光 照明 灯饰 新能源 能源 新能源科技 能源科技 环保 环境 环保科技 水务 ' +
    '材料 新材料 材料科技 应用材料 化工 化学 化纤 塑料 橡胶 纸业 包装 印刷 玻璃 陶瓷 水泥 钢铁 金属 铝业 铜业 矿业 有色金属 ' +
    '医疗 医疗器械 医疗器材 医疗设备 医疗科技 医疗技术 医疗电子 医疗用品 医药 医药科技 医药连锁 药业 药业连锁 制药 药品 生物 ' +
    '生物科技 生物技术 生物医药 生物制品 生物医疗 基因 诊断 试剂 健康 大健康 健康科技 保健品 大药房 药房 药店 大药店 药店连锁 连锁 ' +
    '药房连锁 国药号 食品 食品科技 饮料 酒业 乳业 粮油 餐饮 农业 农业科技 牧业 渔业 种业 服装 服饰 纺织 针织 印染 鞋业 家具 家居 厨具 ' +
    '家电 日用品 化妆品 玩具 汽车 汽车零部件 汽车电子 汽车电器 汽车科技 汽车工业 客车 车业 零部件 配件 轨道交通 航空 航天 航运 ' +
    '船舶 物流 供应链 供应链管理 运输 快递 仓储 港口 贸易 商贸 国际贸易 进出口 进出口贸易 外贸 商业 商务 工贸 百货 超市 零售 实业 产业 ' +
    '投资 投资管理 控股 资本 基金 证券 保险 银行 财务 金融 融资租赁 租赁 担保 资产 资产管理 企业 资源 管理 企业管理 咨询 管理咨询 咨询服务 服务 ' +
    '信息咨询 人力资源 发展 开发 经营 股份 国际 工程 工程技术 建设 建设工程 建筑 建筑工程 建工 建材 装饰 装饰工程 设计 房地产 置业 ' +
    '地产 物业 物业管理 园林 交通 教育 教育科技 教育咨询 培训 文化 文化传媒 文化传播 传媒 广告 影视 旅游 酒店 体育 娱乐 研究院 ' +
    '研究所 研发 检测 检测技术 认证 安防 安全 消防 热水器 空调 冷链 厂 总厂 中心 集团'
  ).split(' '),
);
const LONGEST_INDUSTRY_WORD = Math.max(...[...INDUSTRY].map((word) => word.length));

/** Splits the words of trade off the end of a name: `海康威视数字技术` → `海康威视`, `数字技术`. At least two characters stay. */
export function splitIndustry(core: string): { name: string; industry: string } {
  let end = core.length;
  for (let found = true; found; ) {
    found = false;
    for (let length = Math.min(LONGEST_INDUSTRY_WORD, end - 2); length > 0 && !found; length--) {
      if (!INDUSTRY.has(core.slice(end - length, end))) continue;
      end -= length;
      found = true;
    }
  }
  return { name: core.slice(0, end), industry: core.slice(end) };
}

/** Whether nothing in a name tells this company from others of its trade. */
export function isOnlyIndustry(core: string): boolean {
  for (let from = 0; from < core.length; ) {
    let length = Math.min(LONGEST_INDUSTRY_WORD, core.length - from);
    while (length > 0 && !INDUSTRY.has(core.slice(from, from + length))) length--;
    if (length === 0) return false;
    from += length;
  }
  return true;
}

/** Whether a text begins with a word of trade. */
export function startsWithIndustry(text: string): boolean {
  for (let length = LONGEST_INDUSTRY_WORD; length > 1; length--) {
    if (INDUSTRY.has(text.slice(0, length))) return true;
  }
  return false;
}

const CHINESE_DIGITS = '零一二三四五六七八九';

/** `十二` → 12, `二十` → 20, `12` → 12; undefined for what is no number up to 99. */
export function smallNumber(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text);
  if (!match || text === '') return undefined;
  const [, first, ten, last] = match;
  if (!ten) return text.length === 1 ? CHINESE_DIGITS.indexOf(text) : undefined;
  return (first ? CHINESE_DIGITS.indexOf(first) : 1) * 10 + (last ? CHINESE_DIGITS.indexOf(last) : 0);
}
