/** Slips of people who type Chinese names: characters that sound or look alike, one missing, two swapped. */
import { pinyin } from 'pinyin-pro';

/** One difference between two texts; `''` on one side means a character that only the other has. */
export interface Edit {
  from: string;
  to: string;
  /** Where in the first text. */
  index: number;
  kind: 'substituted' | 'added' | 'removed' | 'swapped';
}

/** Groups of characters that are easily taken for each other; each group is one word of the string. */
const LOOK_ALIKE = (
  '己已巳 末未 人入八 土士 日曰目 千干于 白自百 晴睛情清 吴昊 滕腾藤 技枝 科料 院阮 可司 疗寮 戒械 重童 侯候 侍待持 戊戌戍 ' +
  '杨扬场 徐涂 赢嬴 析折 治冶 沫沬 汩汨 天夭 田由甲申 石右 困因囚 风凤 力刀 刁习 今令 仑仓 伟纬 位拉 使便 俩两 傅博 免兔 具其 刺剌 ' +
  '历厉 厂广 压庄 友发 古占 句旬 名各 吸汲 味昧 呜鸣 唐塘 嘉喜 坡披 堡煲 壁璧 复夏 奥澳 如加 孟盂 宇字 完宗 宏宠 宣宜 容客 ' +
  '尔你 峰锋蜂 崔催 市币 帅师 幕慕墓 平半 庆厌 康糠 延廷 张长 彩采 德得 恒桓垣 息熄 惠慧 扶抚 抬治 拔拨 振震 捷睫 教数 斤斥 ' +
  '旭旮 昌冒 明朋 昱显 景影 普晋 智知 本木 林材 板扳 枫讽 柏拍 栋拣 栗粟 桥娇 楠南 楚禁 欣欢 泰秦奏 洁浩 洲州 济剂 浦铺 ' +
  '海悔 涛祷 深探 渊洲 港巷 源原 炎灸 烁砾 焦集 爱受 牛午 玖玫 玮伟 珠殊 理埋 瑞端 璟景 瓦互 皇星 盈盐 盛威 眼跟 ' +
  '矩炬 砂沙 祥详 福富 秋秒 稳隐 立产 竞竟 笛苗 签筌 精情 约灼 纳钠 维准 绍绐 绿缘 羊半 翔翱 耀跃 肖尚 育肓 腾滕 臣巨 ' +
  '舟丹 良艮 艾文 芯苾 若苦 茂荗 荣菜 莱菜 蓝篮 薇微 虎虑 融隔 裕祥 诚城 诺若 谊宜 贝见 贵责 赛塞 超赵 轩杆 轮论 辉挥 辰晨 ' +
  '逸免 道遗 邦帮 郎朗 酷醋 钢纲 钧钓 铭名 锐税 锦棉 镇填 长张 闪问 阳阴 陈阵 隆降 雅稚 雷雪 青清 韵韶 顺须 领颌 飞气 驰弛 ' +
  '骏俊 高亭 魁魅 鸿鸣 鹏朋 鼎'
).split(' ');
const lookAlike = new Map<string, Set<string>>();
for (const group of LOOK_ALIKE) {
  for (const char of group) lookAlike.set(char, new Set([...(lookAlike.get(char) ?? []), ...group]));
}

/** Characters by which names that otherwise agree are told apart: 第一 and 第二, 东 and 南, 大 and 小. */
const TELLING = new Set(
  '0123456789〇一二三四五六七八九十百千甲乙丙丁戊东西南北中上下左右前后内外新老旧大小高低金银铜铁厂社院所',
);
const soundsByChar = new Map<string, ReadonlySet<string>>();

/** Whether two single characters sound alike (without tones, zh = z, ing = in …) or look alike. */
export function easilyConfused(a: string, b: string): boolean {
  if (a === b || lookAlike.get(a)?.has(b)) return true;
  const sounds = soundsOf(b);
  return [...soundsOf(a)].some((sound) => sounds.has(sound));
}

/** Whether a difference tells two names apart rather than being a slip: 一 for 二, or 新 in front. */
export function isTelling({ from, to }: Edit): boolean {
  return [from, to].every((char) => char === '' || TELLING.has(char));
}

/**
 * The differences between two texts when there are at most two of them; undefined when there are more. A swap of
 * neighbours counts as one.
 */
export function fewEdits(a: string, b: string): Edit[] | undefined {
  if (Math.abs(a.length - b.length) > 2) return undefined;
  return edits(a, b, 0, 2);
}

function edits(a: string, b: string, start: number, allowed: number): Edit[] | undefined {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const [x = '', y = ''] = [a[same], b[same]];
  if (x === '' && y === '') return [];
  if (allowed === 0) return undefined;
  const index = start + same;
  const next = (edit: Edit, usedA: number, usedB: number) => {
    const rest = edits(a.slice(same + usedA), b.slice(same + usedB), index + usedA, allowed - 1);
    return rest && [edit, ...rest];
  };
  const options: (Edit[] | undefined)[] = [
    x && y ? next({ from: x, to: y, index, kind: 'substituted' }, 1, 1) : undefined,
    x ? next({ from: x, to: '', index, kind: 'removed' }, 1, 0) : undefined,
    y ? next({ from: '', to: y, index, kind: 'added' }, 0, 1) : undefined,
    x && x === b[same + 1] && y === a[same + 1]
      ? next({ from: x + y, to: y + x, index, kind: 'swapped' }, 2, 2)
      : undefined,
  ];
  return options.reduce(
    (best, other) => (other && (!best || other.length < best.length) ? other : best),
    undefined,
  );
}

function soundsOf(char: string): ReadonlySet<string> {
  const known = soundsByChar.get(char);
  if (known) return known;
  const readings = /\p{Script=Han}/u.test(char)
    ? pinyin(char, { toneType: 'none', multiple: true, type: 'array', v: true })
    : [];
  const sounds = new Set(readings.map(plainSound));
  soundsByChar.set(char, sounds);
  return sounds;
}

/** As it sounds in the south: z for zh, s for sh, n for a final ng. */
function plainSound(reading: string): string {
  return reading.replace(/^([zcs])h/, '$1').replace(/([aei])ng$/, '$1n');
}
