/** Whether a line lists fields with their values: 决策人苏文，决策链设备科-分管院长，竞品迈瑞. Linear in the text. */

const MAX_LISTED = 30;

/**
 * @param names lower case, half width
 * @param text likewise; the number of a lead may stand before it
 */
export function isListOf(names: readonly { text: string }[], text: string): boolean {
  const clauses = text
    .replace(/^\s*l\d{1,9}[\s:,]*/, '')
    .split(/[,;。\n]+/)
    .map((clause) => clause.trim())
    .filter(Boolean);
  const isNamed = (clause: string) => names.some((name) => clause.startsWith(name.text));
  return clauses.length > 1 && clauses.length <= MAX_LISTED && clauses.every(isNamed);
}
