import type { MockWecom } from './mock-wecom.ts';

/** The mock's page: its members, what the chosen one sees, and what that member can do. */
export async function pageAnswer(mock: MockWecom, path: string, query: URLSearchParams): Promise<unknown> {
  const userId = query.get('user') ?? '';
  if (path === '/page/members')
    return [...mock.app.company.members.values()].map(({ userid, name }) => ({ userid, name }));
  if (path === '/page/messages')
    return mock.app.of(userId).map(({ file, ...shown }) => ({ ...shown, file: file?.name }));
  if (path === '/page/say') return mock.says(userId, query.get('text') ?? '');
  if (path === '/page/click') {
    const shown = mock.app.of(userId).find((m) => m.id === query.get('message'));
    const chosen = Object.fromEntries(
      [...query].filter(([name]) => name.startsWith('q.')).map(([n, v]) => [n.slice(2), v]),
    );
    if (shown) return mock.clicks(userId, shown, query.get('label') ?? '', chosen);
  }
  return null;
}

export const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mock WeCom</title>
<style>
body{margin:0;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;background:#ededed;display:flex;height:100vh}
nav{width:170px;overflow:auto;background:#fff;border-right:1px solid #ddd}
nav button{display:block;width:100%;border:0;background:none;padding:9px 14px;text-align:left;font:inherit;cursor:pointer}
nav button[aria-current]{background:#e8f0fe;font-weight:600}
main{flex:1;display:flex;flex-direction:column;max-width:560px;margin:auto;height:100%}
#list{flex:1;overflow:auto;padding:14px}
article{background:#fff;border-radius:6px;padding:11px 14px;margin:0 60px 12px 0;white-space:pre-wrap;overflow-wrap:anywhere}
h3{margin:0;font-size:16px}.sub{color:#777}dl{display:grid;grid-template-columns:5.5em 1fr;margin:6px 0}dt{color:#888}dd{margin:0}
blockquote{margin:6px 0;padding:6px 10px;background:#f5f6f7}
.row{display:flex;flex-wrap:wrap;gap:6px;margin-top:8px}article button{border:1px solid #cfd6e0;border-radius:4px;background:#fff;padding:5px 12px;color:#2a62c9;cursor:pointer;font:inherit}
article button:disabled{color:#999;background:#f3f3f3}
form{display:flex;gap:8px;padding:10px;background:#f7f7f7}input{flex:1;font:inherit;padding:8px}
</style>
<nav aria-label="成员"></nav><main><div id="list" role="log"></div><form><input name="text" placeholder="以该成员的身份说话" autocomplete="off"><button>发送</button></form></main>
<script type="module">
const nav=document.querySelector('nav'),list=document.querySelector('#list'),form=document.querySelector('form');let user='',seen='';
const call=(path,query={})=>fetch('/page/'+path+'?'+new URLSearchParams(query)).then(r=>r.json());
const el=(tag,text,cls)=>{const e=document.createElement(tag);if(text)e.textContent=text;if(cls)e.className=cls;return e};
const act=(m,label,box)=>call('click',{user,message:m.id,label,...Object.fromEntries([...box.querySelectorAll('select')].map(s=>['q.'+s.name,s.value]))}).then(refresh);
function lists(c){return c.select_list??(c.button_selection?[c.button_selection]:c.checkbox?[{...c.checkbox,title:''}]:[])}
function card(m,box){const c=m.card;box.append(el('h3',c.main_title.title));if(c.main_title.desc)box.append(el('div',c.main_title.desc,'sub'));
 if(c.quote_area)box.append(el('blockquote',c.quote_area.quote_text));if(c.sub_title_text)box.append(el('div',c.sub_title_text));
 if(c.horizontal_content_list){const dl=el('dl');for(const r of c.horizontal_content_list)dl.append(el('dt',r.keyname),el('dd',r.value));box.append(dl)}
 for(const s of lists(c)){const sel=el('select');sel.name=s.question_key;for(const o of s.option_list){const op=el('option',o.text);op.value=o.id;sel.append(op)}box.append(sel)}
 const row=el('div','','row');if(c.replace_text){const b=el('button',c.replace_text);b.disabled=true;row.append(b)}
 else for(const b of c.button_list??[c.submit_button]){const e=el('button',b.text??'提交');e.onclick=()=>act(m,b.text??'提交',box);row.append(e)}box.append(row)}
async function refresh(){if(!user)return;const messages=await call('messages',{user});const now=JSON.stringify(messages);if(now===seen)return;seen=now;
 list.replaceChildren(...messages.map(m=>{const box=el('article');if(m.card)card(m,box);else box.append(m.text??('📎 '+m.file));return box}));list.scrollTop=list.scrollHeight}
for(const m of await call('members')){const b=el('button',m.name);b.onclick=()=>{user=m.userid;seen='';for(const o of nav.children)o.removeAttribute('aria-current');b.setAttribute('aria-current','true');refresh()};nav.append(b)}
nav.firstChild?.click();
form.onsubmit=e=>{e.preventDefault();const text=form.text.value;if(text&&user)call('say',{user,text}).then(refresh);form.text.value=''};
setInterval(refresh,1500);
</script></html>
`;
