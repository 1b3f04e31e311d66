/** As long as the name it stands for. */
const STAND_INS: Record<number, string> = { 2: '客户', 3: '客户方', 4: '客户方面' };
const SPEAKS =
  /^(?:那边|这边)?(?:刚才|今天|昨天|也|又|还|就|刚|一直|老是?)?(?:说|讲|问|提|让|要|想|催|嫌|担心|觉得|认为|希望|表示|要求|答应|同意|反馈|回[了复]|介意|在意|关心)/;

/**
 * A text in which a contact who speaks (林晓问能不能先借一台) is called 客户, of the same length: a bare name says
 * nothing of whose side it is on.
 * @param names of the customer's contacts
 */
export function heardAs(text: string, names: readonly string[]): string {
  let heard = text;
  for (const name of names) {
    const standIn = STAND_INS[name.length];
    if (!standIn || !/^\p{Script=Han}+$/u.test(name)) continue;
    for (let at = heard.indexOf(name); at >= 0; at = heard.indexOf(name, at + name.length)) {
      const end = at + name.length;
      if (SPEAKS.test(heard.slice(end))) heard = heard.slice(0, at) + standIn + heard.slice(end);
    }
  }
  return heard;
}
