export interface Machine {
  node: string;
  platform: string;
  glibc: string | undefined;
}
export function platformFault(machine: Machine): string | undefined;
export function thisMachine(): Machine;
