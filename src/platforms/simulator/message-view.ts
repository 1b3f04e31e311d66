import type { SimulatorMessage } from '../../stores/simulator.ts';

/** The database answers `null` for what a card leaves out. */
function withoutNulls<T>(card: T): T {
  return JSON.parse(JSON.stringify(card, (_key, value: unknown) => value ?? undefined));
}

/** A message as `GET /simulator/users/:id/messages` shows it. */
export function toView({ _id, at, sentAt, kind, text, mine, card, file }: SimulatorMessage) {
  return {
    id: _id,
    at: at.toISOString(),
    sentAt: (sentAt ?? at).toISOString(),
    kind,
    text,
    ...(mine ? { mine } : {}),
    ...(card ? { card: withoutNulls(card) } : {}),
    ...(file ? { file: { name: file.name, url: `/simulator/files/${file.fileId}` } } : {}),
  };
}
