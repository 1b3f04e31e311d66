/** What a routing decision remembers (B1): the whole table, so that "为什么是我" can be answered years later. */
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

export interface RoutingDecision {
  policy: 'weighted' | 'strict' | 'manual' | 'same-owner';
  playbookVersion: number;
  at: Date;
  candidates: CandidateScore[];
  /** Nobody eligible: absent. */
  winnerId?: string | undefined;
}
