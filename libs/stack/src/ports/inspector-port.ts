/** From 3000, the first service's, to 9229, Node's own default for debuggers. */
const DISTANCE = 6_229;

/** Where the debugger of a service that is served listens: 9230 for port 3001. */
export function inspectorPort(servicePort: number): number {
  return servicePort + (servicePort + DISTANCE <= 65_535 ? DISTANCE : -DISTANCE);
}
