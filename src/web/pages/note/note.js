import { openBridge } from '../shared/bridge.js';
import { say, tellOnSubmit } from '../shared/tell.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('note-form'));
const text = /** @type {HTMLTextAreaElement} */ (document.getElementById('note-text'));

const status = /** @type {HTMLElement} */ (document.getElementById('note-status'));
const voice = /** @type {HTMLButtonElement} */ (document.getElementById('note-voice'));
/** Ends the recording that runs. @type {(() => Promise<string>) | null} */
let stop = null;

tellOnSubmit(form, {
  status,
  answers: /** @type {HTMLElement} */ (document.getElementById('note-answers')),
  send: (id) =>
    fetch('/me/note', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, text: text.value }),
    }),
  onSent: () => {
    text.value = '';
  },
});

const bridge = await openBridge();
if (bridge) {
  voice.hidden = false;
  voice.addEventListener('click', async () => {
    try {
      if (stop) {
        const ending = stop;
        stop = null;
        voice.textContent = '按一下说话';
        say(status, '正在转成文字…');
        text.value = `${text.value}${await ending()}`;
        say(status, '请核对后发送。');
      } else {
        stop = await bridge.record();
        voice.textContent = '说完了';
        say(status, '正在听…（最长一分钟）');
      }
    } catch {
      say(status, '没有听清，请再试一次或直接输入。', true);
    }
  });
}
