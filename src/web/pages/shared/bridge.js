/**
 * The chat client's own abilities, where it lends them to pages. Without a bridge the pages use what every browser
 * has.
 *
 * @typedef {{
 *   record(): Promise<() => Promise<string>>,
 *   chooseFile(): Promise<File | null>,
 * }} ChatBridge `record` begins to listen; what it answers ends that and gives the text
 */

/** @returns {Promise<ChatBridge | null>} */
export async function openBridge() {
  const path = document.querySelector('meta[name="chat-bridge"]')?.getAttribute('content');
  if (!path) return null;
  try {
    return await (await import(path)).openBridge();
  } catch {
    return null;
  }
}
