import type { Op } from '../../core/effect.ts';
import { errorText, isGenjinError } from '../../core/errors.ts';
import { bookOf } from '../../domain/intake/book.ts';
import type { ImportProgress, RowOutcome } from '../../domain/intake/import.ts';
import type { MovedIn } from '../../domain/intake/moved-in.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { IntakeService } from './intake.ts';
import { type LeadRow, readLeadRow } from './lead-sheet.ts';

/** Takes one row in, in the way the import was decided. */
export async function takeRow(
  row: LeadRow,
  progress: ImportProgress,
  { intake, playbook, op }: { intake: IntakeService; playbook: Playbook; op: Op },
): Promise<RowOutcome> {
  const place = { row: row.row, sheet: row.sheet };
  const { way = 'routed', book } = progress;
  const said = bookOf(row.cells, row.list.mapping);
  const ownerId = way === 'routed' ? undefined : book?.owners.find(({ name }) => name === said.owner)?.id;
  const isHistory = way !== 'routed' && said.stands !== 'going';
  const isDeal = isHistory && said.stands === 'won' && said.dealDay !== undefined;
  // What the record itself says need not stand in the need in words.
  const kept = new Set([...(ownerId ? ['owner'] : []), ...(isDeal ? ['dealDay'] : [])]);
  if (isDeal && said.dealFen !== undefined) kept.add('dealAmount');
  const read = readLeadRow(row, playbook, (name) => kept.has(name));
  if (!read.ok) return { ...place, status: 'rejected', reason: read.reason };
  const movedIn: MovedIn | undefined = isHistory || (way === 'filed' && ownerId) ? said : undefined;
  try {
    const { status } = await intake.submit(read.submission, op, ownerId, movedIn);
    return { ...place, status, unread: read.unread, ...(isHistory && { isHistory }) };
  } catch (error) {
    if (!isGenjinError(error, 'invalid')) throw error;
    return { ...place, status: 'rejected', reason: errorText(error) };
  }
}
