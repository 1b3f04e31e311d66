/**
 * A group chat that is announced to, as an addressee of the outbox: `group:销售群`. Where the group is, the settings
 * of its platform say; nothing comes back from it.
 */
const PREFIX = 'group:';

export function groupAddress(name: string): string {
  return `${PREFIX}${name}`;
}

/** The group's name; undefined for a person's id. */
export function groupNamed(to: string): string | undefined {
  return to.startsWith(PREFIX) ? to.slice(PREFIX.length) : undefined;
}
