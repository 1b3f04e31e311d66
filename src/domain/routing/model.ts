export interface CandidateScore {
  userId: string;
  eligible: boolean;
  /** Why excluded, or what carried weight, in Chinese. */
  reasons: string[];
  /** Per factor 0–100, before weighting. */
  scores: Record<string, number>;
  /** 0–100; 0 when not eligible. */
  total: number;
}

/** A routing decision (B1) with the whole table, so that "为什么是我" can be answered years later. */
export interface RoutingDecision {
  policy: 'weighted' | 'strict' | 'manual' | 'same-owner';
  playbookVersion: number;
  at: Date;
  candidates: CandidateScore[];
  /** Nobody eligible: absent. */
  winnerId?: string | undefined;
}

/** What a lead remembers of its newest decision. The table grows with the team and is a record of its own. */
export interface DecisionSummary {
  /** Id of the record with the table. */
  id: string;
  policy: RoutingDecision['policy'];
  playbookVersion: number;
  at: Date;
  /** Nobody eligible: absent. */
  winnerId?: string | undefined;
  /** The winner's score, 0–100. */
  total?: number | undefined;
}

export function summariseDecision(id: string, decision: RoutingDecision): DecisionSummary {
  const { policy, playbookVersion, at, winnerId, candidates } = decision;
  const total = candidates.find(({ userId }) => userId === winnerId)?.total;
  return { id, policy, playbookVersion, at, ...(winnerId && { winnerId, total }) };
}
