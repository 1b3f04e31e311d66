/** Makers whose names stand for a rival where a price is theirs, whatever the company sells, unless it sells them itself. */
import { list } from './deed-words.ts';

export const BRANDS = list(`
  GE 通用电气 西门子 飞利浦 迈瑞 联影 东软 开立 理邦 鱼跃 新华医疗 万东 安科 朗润 罗氏 雅培 贝克曼 希森美康 安图 新产业
  奥林巴斯 富士 佳能 东芝 日立 岛津 三星 美敦力 强生 德尔格 史赛克
  ABB 发那科 库卡 安川 埃斯顿 汇川 新松 埃夫特 三菱 欧姆龙 基恩士 施耐德 罗克韦尔 倍福 台达 信捷 康耐视 海康 大华 大族 华工
  用友 金蝶 客如云 浪潮 SAP 鼎捷
  同仁堂 云南白药 扬子江 修正 石药 齐鲁 恒瑞 正大天晴 华润三九 以岭 步长 哈药 辉瑞 拜耳 诺华 赛诺菲 阿斯利康 默沙东
`);

/** Rivals without a name. */
export const RIVALS = list(
  `竞品 竞争对手 对手 友商 同行 别家 其他家 其它家 另一家 另外一家 别的厂家 别的牌子 对面 别人`,
);
