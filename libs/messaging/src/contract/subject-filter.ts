/** `*` stands for one token, `>` at the end for one or more, as in NATS. */
export function matchesSubject(filter: string, subject: string): boolean {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  for (const [position, token] of wanted.entries()) {
    if (token === '>') return tokens.length > position;
    if (tokens[position] === undefined || (token !== '*' && token !== tokens[position])) return false;
  }
  return wanted.length === tokens.length;
}

/** Whether some subject fits both. */
export function filtersOverlap(one: string, other: string): boolean {
  const a = one.split('.');
  const b = other.split('.');
  for (let position = 0; ; position++) {
    const left = a[position];
    const right = b[position];
    if (left === undefined || right === undefined) return left === right;
    if (left === '>' || right === '>') return true;
    if (left !== '*' && right !== '*' && left !== right) return false;
  }
}
