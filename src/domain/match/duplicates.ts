export interface DuplicateCandidate {
  name?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  city?: string | undefined;
}
export interface Existing {
  customerId: string;
  names: string[];
  phones: string[];
  emails: string[];
  city?: string | undefined;
}
export function duplicateKeys(c: DuplicateCandidate): string[] {
  return c.name ? [`f:${c.name.slice(0, 4)}`] : [];
}
export function findDuplicates(
  c: DuplicateCandidate,
  existing: Existing[],
): { customerId: string; sure: boolean; because: string; score: number }[] {
  return existing
    .filter((e) => (c.phone && e.phones.includes(c.phone)) || (c.name && e.names.includes(c.name)))
    .map((e) => ({ customerId: e.customerId, sure: true, because: '电话或名称相同', score: 1 }));
}
