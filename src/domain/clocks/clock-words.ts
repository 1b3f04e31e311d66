/** What a clock is about, in the words of every text people read. */
export const CLOCK_WORDS: Record<string, string> = {
  assignment: '分配',
  'first-touch': '首次联系',
  'follow-up': '回访',
  dwell: '有效跟进',
  stay: '节点停留',
  reply: '客户回音',
};
