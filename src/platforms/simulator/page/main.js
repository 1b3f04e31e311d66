/** Puts the page together. */
import { Phone } from './chat/phone.js';
import { Desk } from './desk.js';
import { getUsers } from './lib/api.js';
import { SimulatedClock } from './lib/clock.js';
import { startClockBar } from './lib/clock-bar.js';
import { byId, h } from './lib/dom.js';
import { Drawer } from './lib/drawer.js';
import { Store } from './lib/store.js';
import { Sync } from './lib/sync.js';
import { showError } from './lib/toast.js';
import { Panels } from './panels/panels.js';

const CONNECTIONS = { live: '实时更新', polling: '每 2 秒刷新', offline: '连接断开' };

async function start() {
  const store = new Store();
  const clock = new SimulatedClock();
  const [users] = await Promise.all([getUsers(), clock.start()]);
  const sync = new Sync(store);
  const drawers = openDrawers();

  const now = () => clock.now();
  const phones = [new Phone(store, now, '左侧手机'), new Phone(store, now, '右侧手机')];
  const desk = new Desk(store, phones, () => drawers.people.close());
  store.setUsers(users);
  await sync.load();
  desk.showFirst();
  clock.addEventListener('tick', () => desk.tick());
  desk.tick();

  startClockBar(clock);
  new Panels({
    store,
    now,
    openPerson: (userId) => {
      drawers.panel.close();
      desk.showWithManager(userId);
    },
    openDrawer: () => drawers.panel.open(),
  }).follow(sync, clock);
  sync.addEventListener('connection', () => showConnection(sync));
  showConnection(sync);
  sync.start();
  document.body.dataset.ready = 'true';
}

/** People and panels slide in where there is no room for them beside the chat. */
function openDrawers() {
  const narrow = matchMedia('(max-width: 999px)');
  const people = new Drawer(byId('people'), narrow);
  const panel = new Drawer(byId('panel'), narrow);
  byId('open-people').addEventListener('click', () => people.open());
  byId('open-panel').addEventListener('click', () => panel.open());
  byId('close-people').addEventListener('click', () => people.close());
  byId('close-panel').addEventListener('click', () => panel.close());
  return { people, panel };
}

/** @param {Sync} sync */
function showConnection(sync) {
  const light = byId('connection');
  light.dataset.state = sync.connection;
  light.textContent = CONNECTIONS[sync.connection];
}

start().catch((error) => {
  showError(error, '打开模拟器');
  const again = h(
    'button',
    { type: 'button', class: 'button primary', on: { click: () => location.reload() } },
    '重新载入',
  );
  byId('phones').append(
    h(
      'div',
      { class: 'empty' },
      h('strong', {}, '模拟器没能打开'),
      h('p', {}, '请确认程序仍在运行。'),
      again,
    ),
  );
});
