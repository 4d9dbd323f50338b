/** A span's name without the version and the places for lane and partition in which subjects end: they say nothing to whoever reads. */
export function shortName(name: string): string {
  return name.replace(/\.v\d+(\.\{[a-z]+\})+$/, '');
}
