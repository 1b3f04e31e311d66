/** Names nobody has, as reps write them, to train `nameLikeness` on: place × syllables × kind × what stands behind. */
import regions from '../../src/domain/normalise/regions.json' with { type: 'json' };
import { createRandom, type Random } from '../support/random.ts';

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** Characters brands are put together from. */
const SYLLABLES = [
  ...'海康泰华信达鑫宏远盛德力正新东方联创科立明光源瑞丰恒安平和顺益民仁济同春堂百福健宁博爱慈惠众安邦威龙凤虎鹏飞翔宇航天星辰月桂兰梅竹松柏森林润泽江河湖波洋浪涛雪冰霜露云雷霖晨曦晓旭阳暖春秋冬夏金银铜铁钢玉珠宝晶钻石磊岩峰岭山川谷原野田禾穗麦谷粮丰收硕果茂繁荣昌兴旺隆盛裕富贵祥瑞吉庆喜乐欢悦欣怡雅韵诗书画琴棋智慧聪颖敏捷锐利精工巧匠艺卓越超凡杰英雄豪迈勇毅刚强坚韧诚实忠义礼孝廉洁奉公勤俭朴素温良恭俭让凯旋佳美善真纯净清澈透亮鲜艳彩虹蓝绿红橙紫黑白灰双三四五六七八九千万亿首元本先导领航帆锦绣程途拓展开启迪派克斯特尔伦迈腾奥迪奇瑞吉利比亚欧菲思诺芯微电软硬通讯捷畅流锋刃剑盾甲胄戎',
];
/** Characters foreign names are written in. */
const FOREIGN = [
  ...'爱仕达英洛华科沃斯奥克卡尔沙诺艾玛丽莎贝雅施耐德博朗伊莱欧普欧琳帝森伯特维拉罗曼尼托尤夫赛默飞格兰富丹佛士西蒙倍福库卡发那费舍思瑞凯杰佐敦朗盛默沙礼辉瑞赫本菲亚佳能椿萱茂茵曼',
];
/** Everyday words that are brands as well. */
const EVERYDAY = words(
  '阳光 长城 公牛 大象 蚂蚁 松鼠 骆驼 红豆 太阳 彩虹 春天 天天 家家 金鱼 白鹤 飞鸽 凤凰 熊猫 企鹅 蜜蜂 玫瑰 向日葵 葵花 苹果 石榴 香飘 老乡 老板 好人 好太太 大自然 未来 明天 希望 和平 友谊 幸福 团结 胜利 先锋 火炬 ' +
    '东风 北极 南极 西部 远东 中原 长江 黄河 泰山 华山 昆仑 天山 长白 太湖 西湖 洞庭 珠峰 鼓浪 大洋 蓝天 白云 星星 月亮 银河 北斗 南星 金星 火星 宇宙 时代 世纪 千禧 盛世 王子 皇后 贵族 骑士 将军 先生 小白兔 大白鲨',
);
const KINDS: Record<string, string[]> = {
  health: words(
    '医院 人民医院 中医院 第一人民医院 第二医院 第三人民医院 一院 二院 三院 中心医院 妇幼保健院 妇保院 妇保 妇幼 疾控中心 疾控 疾病预防控制中心 中心血站 血站 急救中心 急救站 120急救中心 卫生院 中心卫生院 镇卫生院 社区卫生服务中心 社区卫生服务站 ' +
      '体检中心 体检 口腔医院 口腔 眼科医院 眼科 骨科医院 肿瘤医院 儿童医院 儿保 康复医院 康复 精神卫生中心 康宁医院 护理院 养老院 诊所 门诊部 门诊 中医馆 国医馆 医务室 医学检验所 医学检验 检验 诊断 医学中心 妇产医院 整形医院 美容医院 美容 ' +
      '卫健委 卫健局 卫生局 红十字会 医药公司 医疗器械 卫校 医学院 医科大学 附属医院 大学附属医院 附院 附一院 附二院 疗养院 职工医院 军医院 武警医院 传染病医院 结防所 皮防所 监督所 研究院 医学研究所 动物医院 宠物医院',
  ),
  industry: words(
    '铝业 铜业 钢铁 重工 机械 机电 电机 电器 电气 电子 光电 光伏 能源 新能源 储能 动力 锂电 电池 材料 新材料 化工 化学 化纤 纺织 服饰 服装 鞋业 食品 饮料 乳业 酒业 啤酒 粮油 制药 药业 生物 生物科技 汽车 汽配 零部件 车业 轮胎 轴承 齿轮 阀门 泵业 液压 模具 模塑 ' +
      '塑料 橡胶 包装 印刷 纸业 玻璃 陶瓷 水泥 建材 家具 家居 家电 空调 制冷 厨电 照明 灯饰 电缆 线缆 仪表 仪器 传感 激光 机器人 自动化 智能 智能装备 智控 装备 设备 科技 技术 精密 精工 精机 数控 工业 实业 集团 股份 控股 公司 有限公司 厂 总厂 二厂 机械厂 开关厂 煤矿 矿业 电厂 水泥厂 ' +
      '大学 学院 职业技术学院 理工大学 师范大学 研究所 研究院 设计院 设计研究院 实验室 工研院 所 船厂 造船 航空 航天 轨道交通 物流 供应链 环保 水务 燃气 半导体 微电子 集成电路 芯片 软件 信息 网络 通信 通讯 安防 检测 印染 五金 工具 门窗 卫浴 电梯 电动车 摩托 农机 冷链 仓储',
  ),
  pharmacy: words(
    '大药房 药房 药店 药号 医药 国药 医药连锁 药业 堂 堂药店 堂大药房 诊所 卫生室 卫生服务站 超市 便利店 健康 健康药房 平价药房 参茸店 中药铺 母婴店',
  ),
};
const BRANCHES = words(
  '人民路店 中山路店 解放路店 新华路店 建设路店 文化路店 朝阳店 城东店 城西店 南门店 北街店 东街店 西街店 老街店 总店 旗舰店 一店 二店 三店 分店 分院 东院区 西院区 新院区 分公司 分厂 工厂 基地 园区 校区',
);
const BEHIND = words(
  '检验科 放射科 设备科 采购部 采购办 设备部 技术部 院长 超声科 药剂科 信息科 工程部 车间 项目部 二期 新厂 总部 工程 项目',
);
const SURNAMES = [
  ...words('欧阳 上官 诸葛 司马 司徒 东方 皇甫 慕容 夏侯 南宫'),
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕晓红丹丹宇浩然子轩梓涵雨欣思佳倩婷婷雪梅玲春兰凤萍琴云莲真环爱珍莉峰斌波辉健永生根福宝成才东南北新民立斌洁颖慧琳琪瑶璐彬鑫鹏飞翔龙虎凯旋俊豪',
];

const PLACES = Object.entries(regions as Record<string, Record<string, string>>).flatMap(
  ([province, cities]) => [
    province,
    ...Object.entries(cities).flatMap(([city, counties]) => [city, ...counties.split(' ').filter(Boolean)]),
  ],
);

/** `count` names, always the same for the same seed. @param known names that may serve as brands */
export function madeUpNames(count: number, known: readonly string[], seed = 20261130): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const made = random.chance(0.16) ? person(random) : organisation(random);
    const name = random.chance(0.1)
      ? random.pick(known) + (random.chance(0.3) ? random.pick(KINDS.industry ?? []) : '')
      : made;
    return random.chance(0.12) ? name + random.pick(BEHIND) : name;
  });
}

function person(random: Random): string {
  const given = random.chance(0.25) ? 1 : 2;
  return random.pick(SURNAMES) + Array.from({ length: given }, () => random.pick(GIVEN)).join('');
}

function organisation(random: Random): string {
  const kinds = random.pick(Object.values(KINDS));
  const kind = random.pick(kinds);
  const form = random.next();
  if (form < 0.26) return place(random) + kind;
  if (form < 0.36) return place(random) + brand(random) + kind;
  if (form < 0.62) return brand(random) + kind;
  if (form < 0.7) return place(random) + brand(random);
  if (form < 0.9) return brand(random);
  return brand(random) + (random.chance(0.4) ? kind : '') + random.pick(BRANCHES);
}

function place(random: Random): string {
  const name = random.pick(PLACES);
  return /[市区县]$/.test(name) && name.length > 2 && random.chance(0.6) ? name.slice(0, -1) : name;
}

function brand(random: Random): string {
  if (random.chance(0.15)) return random.pick(EVERYDAY);
  const length = random.chance(0.72) ? 2 : random.chance(0.6) ? 3 : 4;
  const syllables = random.chance(0.25) ? FOREIGN : SYLLABLES;
  return Array.from({ length }, () => random.pick(syllables)).join('');
}
