interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

interface Line<Ask, Answer> {
  waiting: Waiting<Ask, Answer>[];
  /** answers under way */
  running: number;
  /** whether the next is about to begin */
  due: boolean;
}

/**
 * Answers what is asked of one key together: what comes in the same moment, and what comes while `atOnce` others are being answered. One
 * that comes alone waits for nobody; the more there are, the more go together, at most `most`. An error is everyone's.
 * `answerAll` gives one answer for each ask, in their order.
 */
export function answerTogether<Ask, Answer>(
  answerAll: (key: number, asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { atOnce, most }: { atOnce: number; most: number },
): (key: number, ask: Ask) => Promise<Answer> {
  const lines = new Map<number, Line<Ask, Answer>>();

  const begin = (key: number, line: Line<Ask, Answer>) => {
    line.due = false;
    const now = line.waiting.splice(0, most);
    line.running++;
    answerAll(
      key,
      now.map(({ ask }) => ask),
    )
      .then(
        (answers) => {
          for (const [at, { resolve }] of now.entries()) resolve(answers[at] as Answer);
        },
        (reason: unknown) => {
          for (const { reject } of now) reject(reason);
        },
      )
      .finally(() => {
        line.running--;
        soon(key, line);
        if (line.running === 0 && !line.due) lines.delete(key);
      });
    soon(key, line);
  };
  const soon = (key: number, line: Line<Ask, Answer>) => {
    if (line.due || line.waiting.length === 0 || line.running >= atOnce) return;
    line.due = true;
    setImmediate(begin, key, line);
  };

  return (key, ask) =>
    new Promise((resolve, reject) => {
      const line = lines.get(key) ?? { waiting: [], running: 0, due: false };
      lines.set(key, line);
      line.waiting.push({ ask, resolve, reject });
      soon(key, line);
    });
}
