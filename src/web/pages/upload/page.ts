import { MAX_FILE_BYTES } from '../../../core/event.ts';
import { readUpload } from '../../upload.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';

const MAX_MB = MAX_FILE_BYTES / 1024 / 1024;

/** A file on its way into the chat, for clients that do not hand over files sent there. */
export const upload: Page = {
  path: '/me/upload',
  async show() {
    return {
      title: '上传文件',
      script: 'upload/upload.js',
      body: html`<header class="head"><h1>上传文件</h1><p>与在聊天里发送文件相同：表单的照片、PDF，或 .xlsx、.csv 线索表。每个不超过 ${MAX_MB} MB。</p></header>
<form id="upload-form">
<button type="button" class="quiet" id="upload-from-chat" hidden>从聊天记录中选择</button>
<label class="file"><span id="upload-name">选择文件或拍照</span><input type="file" id="upload-file" name="file" required></label>
<div class="actions"><button type="submit">上传</button></div>
<p class="status" role="status" id="upload-status"></p>
</form>
<section id="upload-answers" aria-live="polite" class="answers"></section>`,
    };
  },
  async act({ ctx, tell, keepFile }) {
    const { fields, file } = await readUpload(ctx, MAX_FILE_BYTES);
    const { name, mediaType, bytes } = file;
    const fileId = await keepFile(name, bytes);
    const payload = { name, mediaType, size: bytes.byteLength, fileId };
    return tell(fields.id ?? '', { kind: 'file', payload });
  },
};
