/**
 * What the WeCom client on a phone lends to our pages: speech as text, and files out of chats. Both need the app's
 * trusted domain; without it, or on a desktop, the pages do without.
 *
 * @import { ChatBridge } from '../../../web/pages/shared/bridge.js'
 */
const JS_APIS = [
  'startRecord',
  'stopRecord',
  'onVoiceRecordEnd',
  'translateVoice',
  'chooseMessageFile',
  'getLocalFileData',
];
// A path the type checker need not find: the server answers it with the official SDK.
const SDK = '/wecom/page/sdk.js';

/** @returns {Promise<ChatBridge | null>} null where the client cannot do it */
export async function openBridge() {
  if (!/wxwork\/.*Mobile|Mobile.*wxwork\//.test(navigator.userAgent)) return null;
  const ww = await import(SDK);
  const path = encodeURIComponent(location.pathname + location.search);
  const response = await fetch(`/me/signature?path=${path}`);
  if (!response.ok) return null;
  const { corpId, agentId, config, agentConfig } = await response.json();
  ww.register({
    corpId,
    agentId,
    jsApiList: JS_APIS,
    getConfigSignature: () => config,
    getAgentConfigSignature: () => agentConfig,
  });
  await ww.ensureAgentConfigReady();
  return { record: () => record(ww), chooseFile: () => chooseFile(ww) };
}

/** WeCom ends a recording by itself after a minute. @param {any} ww */
async function record(ww) {
  /** @type {string | undefined} */
  let ended;
  ww.onVoiceRecordEnd((/** @type {{ localId: string }} */ event) => {
    ended = event.localId;
  });
  await ww.startRecord();
  return async () => {
    const localId = ended ?? (await ww.stopRecord()).localId;
    return String((await ww.translateVoice({ localId })).translateResult);
  };
}

/** @param {any} ww @returns {Promise<File | null>} */
async function chooseFile(ww) {
  const { tempFiles } = await ww.chooseMessageFile({ count: 1, type: 'file' });
  const [chosen] = tempFiles;
  if (!chosen) return null;
  const { localData } = await ww.getLocalFileData({ localId: chosen.localId });
  const data = atob(String(localData).replace(/^data:[^,]*,/, ''));
  return new File([Uint8Array.from(data, (char) => char.charCodeAt(0))], chosen.name);
}
