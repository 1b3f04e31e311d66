/**
 * Times as people in China read them. The page always shows Asia/Shanghai, whatever the browser's zone; it has had
 * no daylight saving since 1991, so a fixed offset is exact.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
/** The daily report goes out at 10:02; three minutes later it has arrived. */
const AFTER_REPORT = (10 * 60 + 5) * 60_000;

/** @param {number} n */
const two = (n) => String(n).padStart(2, '0');

/** Shanghai wall time in the UTC fields. @param {Date} date */
const local = (date) => new Date(date.getTime() + OFFSET_MS);

/** @param {Date} date */
const dayNumber = (date) => Math.floor((date.getTime() + OFFSET_MS) / DAY_MS);

/** `11月21日 周六` @param {Date} date */
export function formatDay(date) {
  const d = local(date);
  return `${d.getUTCMonth() + 1}月${d.getUTCDate()}日 ${WEEKDAYS[d.getUTCDay()]}`;
}

/** `14:03` @param {Date} date */
export function formatTime(date) {
  const d = local(date);
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

/** `14:03:22` @param {Date} date */
export function formatSeconds(date) {
  return `${formatTime(date)}:${two(local(date).getUTCSeconds())}`;
}

/**
 * As short as it can be beside `now`: `14:03`, `昨天 14:03`, `11月20日 14:03`, `2025年11月20日 14:03`.
 * @param {Date} date
 * @param {Date} now
 */
export function formatStamp(date, now) {
  const days = dayNumber(now) - dayNumber(date);
  const d = local(date);
  const time = formatTime(date);
  if (days === 0) return time;
  if (days === 1) return `昨天 ${time}`;
  if (days === -1) return `明天 ${time}`;
  const day = `${d.getUTCMonth() + 1}月${d.getUTCDate()}日`;
  return d.getUTCFullYear() === local(now).getUTCFullYear()
    ? `${day} ${time}`
    : `${d.getUTCFullYear()}年${day} ${time}`;
}

/** The next 10:05 strictly after `now`. @param {Date} now */
export function nextMorning(now) {
  const today = dayNumber(now) * DAY_MS - OFFSET_MS + AFTER_REPORT;
  return new Date(today > now.getTime() ? today : today + DAY_MS);
}

/** For `<input type="datetime-local">`: `2026-11-21T14:03`. @param {Date} date */
export function toInputValue(date) {
  return local(date).toISOString().slice(0, 16);
}

/** Back from the input; undefined when empty or unreadable. @param {string} value */
export function fromInputValue(value) {
  const date = new Date(`${value}:00+08:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `2 小时 5 分`, `3 天 4 小时`, `不到 1 分钟`. @param {number} ms */
export function formatDuration(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} 小时 ${minutes % 60} 分` : `${hours} 小时`;
  return hours % 24 ? `${Math.floor(hours / 24)} 天 ${hours % 24} 小时` : `${hours / 24} 天`;
}

/** `还剩 2 小时` or `已超时 5 分钟`. @param {Date} due @param {Date} now */
export function formatDue(due, now) {
  const left = due.getTime() - now.getTime();
  return left >= 0 ? `还剩 ${formatDuration(left)}` : `已超时 ${formatDuration(-left)}`;
}
