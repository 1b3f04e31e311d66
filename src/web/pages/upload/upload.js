import { openBridge } from '../shared/bridge.js';
import { say, tellOnSubmit } from '../shared/tell.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('upload-form'));
const input = /** @type {HTMLInputElement} */ (document.getElementById('upload-file'));
const name = /** @type {HTMLElement} */ (document.getElementById('upload-name'));
const status = /** @type {HTMLElement} */ (document.getElementById('upload-status'));
const fromChat = /** @type {HTMLButtonElement} */ (document.getElementById('upload-from-chat'));
const NOTHING_CHOSEN = name.textContent;

input.addEventListener('change', showName);

tellOnSubmit(form, {
  status,
  answers: /** @type {HTMLElement} */ (document.getElementById('upload-answers')),
  send: (id) => {
    const body = new FormData();
    body.append('id', id);
    body.append('file', input.files?.[0] ?? new Blob());
    return fetch('/me/upload', { method: 'POST', body });
  },
  onSent: () => {
    form.reset();
    showName();
  },
});

function showName() {
  name.textContent = input.files?.[0]?.name ?? NOTHING_CHOSEN;
}

const bridge = await openBridge();
if (bridge) {
  fromChat.hidden = false;
  fromChat.addEventListener('click', async () => {
    try {
      const file = await bridge.chooseFile();
      if (!file) return;
      const chosen = new DataTransfer();
      chosen.items.add(file);
      input.files = chosen.files;
      showName();
    } catch {
      say(status, '没能读取聊天里的文件，请用“选择文件或拍照”。', true);
    }
  });
}
