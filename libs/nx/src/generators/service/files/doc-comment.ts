const WIDTH = 110;

/** A comment of JSDoc, wrapped as the formatter wraps code: it leaves comments alone. */
export function docComment(text: string, indent = ''): string {
  const line = `${indent}/** ${text} */`;
  if (line.length <= WIDTH) return line;
  const lines = text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || `${indent} * ${longer}`.length > WIDTH) return [...done, word];
    return [...done.slice(0, -1), longer];
  }, []);
  return [`${indent}/**`, ...lines.map((each) => `${indent} * ${each}`), `${indent} */`].join('\n');
}
