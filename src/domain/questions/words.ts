/** Short lines that are about a question and no answer to it. */

/** 取消: the questions are dropped. 稍后: they stay for another time. 就这些: nothing more is to be said. */
export type Leaving = 'cancel' | 'later' | 'done';

const CANCEL = /^(?:取消|算了|不填了|退出|不用填了|不弄了)$/;
const DONE = /^(?:就这些|就这么多|就这样|就这点|没别的)$/;
const LATER =
  /^(?:稍后|等会儿?|等一?下|一会儿?|晚点|晚些|回头)(?:再?(?:说|填|弄|来|回))?$|^(?:先不填|再说|以后再说|下次再说|改天再说|先放一?放)$/;
const WHY =
  /^(?:为什么|为啥|干嘛|干什么|凭什么)|(?:为什么|为啥|干嘛)(?:要|得|必须|还要|一定要)?(?:填|问|写|知道|提供)|(?:必须|一定要?|非要|非得|不填行|可以不填|能不填|能不能不填|可不可以不填)(?:填|写)?(?:吗|么|不|行吗|[?？])|(?:什么|啥)意思|(?:怎么|如何|填|写)(?:填|写|什么|啥|哪个)|有什么用|做什么用|用来干/;
const CHAT =
  /^(?:ok|okay|收到|谢谢|多谢|感谢|辛苦了?|知道了?|明白了?|了解|没问题|在吗|你好|您好|哈+|呵+|嗯+|好的?|好吧|行|行吧|可以)[!！。.~～]*$/i;

const ELSE =
  /[?？]|[吗呢]$|怎么|如何|多少|多久|谁|哪|什么|^(?:帮|给我|发我|查|搜|导出|打开|打印|生成|申请|看看|看一下)/;

export function leavingIn(text: string): Leaving | undefined {
  const line = text.trim().replace(/[。.!！~～吧啦]+$/, '');
  if (DONE.test(line)) return 'done';
  return CANCEL.test(line) ? 'cancel' : LATER.test(line) ? 'later' : undefined;
}

/** Somebody wonders about the question itself: 为什么要填, 必须填吗, 什么意思. */
export function asksWhy(text: string): boolean {
  return text.length <= 20 && WHY.test(text.normalize('NFKC').trim());
}

/** A question or an order of its own, whatever was asked: 王主任电话多少, 导出本周线索. */
export function asksElse(text: string): boolean {
  return ELSE.test(text.normalize('NFKC').trim());
}

/** Politeness, which says nothing: 好的, 收到. */
export function isChat(text: string): boolean {
  return CHAT.test(text.normalize('NFKC').trim());
}

/** `L1024 周五`, `D101：…`: the record a line is about by its number, and what it says of it. */
export function numberInFront(text: string): { record: string; rest: string } | null {
  const [, number, rest = ''] =
    /^\s*([LDWＬＤＷ][\d０-９]{1,9})(?![\d０-９])\s*[:：,，]?\s*([\s\S]*)$/i.exec(text) ?? [];
  return number ? { record: number.normalize('NFKC').toUpperCase(), rest } : null;
}

const OF_FILE = /发|传|拍|照|图|文件|附件|pdf|扫描|原件|有|没|给|交|等|稍|在/i;

/** Whether a line may be about a file that is asked for, rather than something else altogether: 已经发过了, 截图在小王那. */
export function speaksOfFile(text: string, label: string): boolean {
  const line = text.normalize('NFKC');
  return (
    OF_FILE.test(line) ||
    [...label].some((_, i) => line.includes(label.slice(i, i + 2)) && i + 2 <= label.length)
  );
}
