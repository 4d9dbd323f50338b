export function installedAsLocked(root: string): boolean;
export function recordInstall(root: string): void;
