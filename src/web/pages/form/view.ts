/** What the public form page shows. Made from the playbook's form; the page knows nothing of the playbook. */
export type AnswerValue = string | string[];

export interface FormOption {
  value: string;
  /** Linked choice: field → value or values this one brings along (选 CT设备 → 影像类). */
  implies?: Record<string, AnswerValue> | undefined;
}

export interface FormQuestion {
  /** Name of the answer in the submission; checkboxes send it once per tick. */
  field: string;
  label: string;
  as: 'input' | 'textarea' | 'dropdown' | 'checkboxes' | 'slider';
  /** `tel`, `email`, `number`, `date`; text when absent. */
  inputType?: string | undefined;
  required: boolean;
  hint?: string | undefined;
  /** For dropdown, checkboxes and slider; a slider's stops in order. */
  options?: FormOption[] | undefined;
}

export interface FormView {
  id: string;
  title: string;
  intro?: string | undefined;
  questions: FormQuestion[];
  thanks: string;
  /** Idempotency token: stays the same when the page comes back with problems. */
  submissionId: string;
  /** Field → what to mend; the key `''` for the whole form. */
  problems?: Record<string, string> | undefined;
  /** What was sent, to fill the page again. */
  values?: Record<string, AnswerValue> | undefined;
}

/** Hidden input holding the idempotency token. */
export const SUBMISSION_FIELD = 'submissionId';

/**
 * Trap for programs that fill in everything: people never see it, so a submission that has it is not one of
 * theirs. An underscore keeps it apart from playbook fields, whose ids have none.
 */
export const TRAP_FIELD = 'company_website';
