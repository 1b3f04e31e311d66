import type { ContactEvent } from '../core/event.ts';
import type { Platform } from '../platforms/platform.ts';

/** Reads who a contact is from the platform they were made on. */
export function createContactFetcher(platforms: readonly Platform[]) {
  return async (event: ContactEvent): Promise<ContactEvent> => {
    const platform = platforms.find(({ name }) => name === event.platform);
    const about = await platform?.contact?.(event.payload.externalId, event.userId);
    return { ...event, payload: { ...event.payload, about: about ?? undefined } };
  };
}
