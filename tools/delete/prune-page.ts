import { posix } from 'node:path';

/**
 * Takes links to deleted files out of a page of documentation. A row of a table, or an item of a list, that begins with
 * such a link goes whole; elsewhere the link's text stays.
 *
 * @param path of the page, from the workspace's top folder, as `isGone` expects it
 */
export function prunePage(path: string, text: string, isGone: (path: string) => boolean): string {
  const leadsNowhere = (target: string) =>
    !/^[a-z]+:|^#/.test(target) && isGone(posix.join(posix.dirname(path), target.split('#')[0]!));
  return text
    .split('\n')
    .filter((line) => {
      const [, target] = /^(?:\| |[-*] )\[[^\]]*\]\(([^)\s]+)\)/.exec(line) ?? [];
      return target === undefined || !leadsNowhere(target);
    })
    .map((line) =>
      line.replace(/\[([^\]]*)\]\(([^)\s]+)\)/g, (link, words: string, target: string) =>
        leadsNowhere(target) ? words : link,
      ),
    )
    .join('\n');
}

/** Takes out rows of tables that begin with one of these commands. */
export function withoutCommands(text: string, commands: readonly string[]): string {
  return text
    .split('\n')
    .filter((line) => !commands.some((command) => line.startsWith(`| \`${command}`)))
    .join('\n');
}
