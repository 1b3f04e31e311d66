/** What a command writes to; tests read it back. */
export interface Terminal {
  /** A line of the answer. */
  out(text?: string): void;
  /** A line for the person that is no part of the answer: an error, a hint. */
  err(text: string): void;
  /** How far a long piece of work has come; on a terminal each one replaces the one before. */
  progress(text: string): void;
}

const CLEAR_LINE = '\r\u001b[2K';

export function createTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  let open = false;
  const clear = () => {
    if (open) stderr.write(CLEAR_LINE);
    open = false;
  };
  return {
    out(text = '') {
      clear();
      stdout.write(`${text}\n`);
    },
    err(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!stderr.isTTY) {
        stderr.write(`${text}\n`);
        return;
      }
      stderr.write(`${CLEAR_LINE}${text}`);
      open = true;
    },
  };
}
