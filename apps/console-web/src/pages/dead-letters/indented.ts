/** JSON to be edited, laid out; as it is if it is none, or if a figure in it would be written otherwise (`1.0`, `1e3`). */
export function indented(text: string): string {
  try {
    const data: unknown = JSON.parse(text);
    return JSON.stringify(data) === text ? JSON.stringify(data, null, 2) : text;
  } catch {
    return text;
  }
}
