/**
 * The clock and its buttons.
 *
 * @import { ClockMove, ClockMoved } from '../contract.ts'
 * @import { SimulatedClock } from './clock.js'
 */
import { byId, h, icon } from './dom.js';
import { formatDay, formatSeconds, formatStamp, fromInputValue, nextMorning, toInputValue } from './time.js';
import { showError, toast } from './toast.js';

const HOUR_MS = 3_600_000;

/** Fills the clock bar of index.html and keeps it running. @param {SimulatedClock} clock */
export function startClockBar(clock) {
  const bar = byId('clock');
  const day = h('span', { class: 'clock-day' });
  const time = h('time', { class: 'clock-time' });
  const progress = h('progress', { 'aria-label': '正在处理到期事项', max: '1', hidden: true });
  const buttons = clockButtons(clock);
  const controls = h('div', { class: 'clock-controls', id: 'clock-controls' }, ...buttons, renderJump(clock));
  const face = h(
    'button',
    { type: 'button', class: 'clock-face', 'aria-expanded': 'false', 'aria-controls': 'clock-controls' },
    icon('clock'),
    day,
    time,
  );
  face.addEventListener('click', () => {
    const open = bar.classList.toggle('open');
    face.setAttribute('aria-expanded', String(open));
  });
  bar.append(face, controls, h('span', { role: 'status', id: 'clock-status' }));
  byId('topbar').append(progress);

  const tick = () => {
    const now = clock.now();
    day.textContent = formatDay(now);
    time.textContent = formatSeconds(now);
    time.dateTime = now.toISOString();
  };
  clock.addEventListener('tick', tick);
  clock.addEventListener('move', () => showMoving(clock, bar, progress));
  tick();
}

/** @param {SimulatedClock} clock @param {HTMLElement} bar @param {HTMLProgressElement} progress */
function showMoving(clock, bar, progress) {
  bar.toggleAttribute('data-moving', clock.isMoving);
  progress.hidden = !clock.isMoving;
  for (const control of bar.querySelectorAll('.clock-controls button, .clock-controls input')) {
    control.toggleAttribute('disabled', clock.isMoving);
  }
  if (clock.progress === undefined) progress.removeAttribute('value');
  else progress.value = clock.progress;
  byId('clock-status').textContent = clock.isMoving ? '正在处理到期事项…' : '';
}

/** @param {SimulatedClock} clock */
function clockButtons(clock) {
  const twoHours = () => move(clock, { advance: 'PT2H' }, new Date(clock.now().getTime() + 2 * HOUR_MS));
  const morning = () => {
    const target = nextMorning(clock.now());
    return move(clock, { to: target.toISOString() }, target);
  };
  return [
    h('button', { type: 'button', class: 'button', on: { click: () => void twoHours() } }, '+2 小时'),
    h('button', { type: 'button', class: 'button', on: { click: () => void morning() } }, '到明早10点'),
  ];
}

/** Any time ahead. @param {SimulatedClock} clock */
function renderJump(clock) {
  const input = h('input', { type: 'datetime-local', id: 'jump-to', required: true });
  const panel = h(
    'form',
    { class: 'jump-panel' },
    h('label', { for: 'jump-to' }, '跳到'),
    input,
    h('button', { type: 'submit', class: 'button primary' }, '跳转'),
  );
  const summary = h('summary', { class: 'button' }, '跳到…');
  const details = h('details', { class: 'jump' }, summary, panel);
  summary.addEventListener('click', () => {
    if (details.open) return;
    input.min = toInputValue(clock.now());
    input.value = toInputValue(new Date(clock.now().getTime() + HOUR_MS));
  });
  details.addEventListener('toggle', () => details.open && input.focus());
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    details.open = false;
    summary.focus();
  });
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  });
  panel.addEventListener('submit', (event) => {
    event.preventDefault();
    const target = fromInputValue(input.value);
    if (!target || target <= clock.now()) {
      toast('error', '时间只能往前走', [h('p', {}, '请选一个晚于当前模拟时间的时刻。')]);
      return;
    }
    details.open = false;
    void move(clock, { to: target.toISOString() }, target);
  });
  return details;
}

/** @param {SimulatedClock} clock @param {ClockMove} step @param {Date} target */
async function move(clock, step, target) {
  if (clock.isMoving) return;
  const from = clock.now();
  const pressed = document.activeElement;
  try {
    const moved = await clock.move(step, target);
    toast('info', `已到 ${formatStamp(new Date(moved.now), from)}`, [h('p', {}, describe(moved.ran))]);
  } catch (error) {
    showError(error, '调整时间');
  } finally {
    // Disabling took the focus away from the pressed button.
    if (document.activeElement === document.body && pressed instanceof HTMLElement) pressed.focus();
  }
}

/** @param {ClockMoved['ran']} ran */
function describe(ran) {
  const parts = [
    ran.clocks && `${ran.clocks} 个时限到期`,
    ran.messages && `发出 ${ran.messages} 条消息`,
    ran.reports && `生成 ${ran.reports} 份报告`,
  ].filter(Boolean);
  return parts.length ? `${parts.join('，')}。` : '这段时间没有到期的事。';
}
