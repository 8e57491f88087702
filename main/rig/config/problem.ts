/** One thing that is wrong with the configuration, in words for the person who wrote it. */
export interface ConfigProblem {
  /** `payment.wechat.mchId`; `line 3, column 5` where the file is not even YAML; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong. Never quotes a value: a key pasted into the wrong place must not end up in a log. */
  readonly message: string;
  /** What would be right; empty where the message already says it. */
  readonly accepted: string;
}

export type KeyPath = readonly (string | number)[];

/** `['payment', 'alipay', 'alipayKeyFile', 1]` → `payment.alipay.alipayKeyFile[1]`. */
export function pathText(path: KeyPath): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const text = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
      return index === 0 ? text : `.${text}`;
    })
    .join('');
}

export function problem(path: KeyPath, message: string, accepted = ''): ConfigProblem {
  return { path: pathText(path), message, accepted };
}

/** The report that goes to the terminal before the app exits with code 2: one line per problem. */
export function describeProblems(file: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(({ path, message, accepted }) => {
    const where = path === '' ? '' : `${path}: `;
    return `  ${where}${message}${accepted === '' ? '' : ` (accepted: ${accepted})`}`;
  });
  return [`${file}: ${count}`, ...lines].join('\n');
}
