/**
 * The pause between attempts to connect, 250 to 1,000 ms. The client measures it by the wall clock: if that is set
 * back by an hour it would not try for an hour. The first attempt after that comes at once.
 */
export function reconnectDelay(): () => number {
  let ahead = wallAhead();
  return () => {
    const setBack = ahead - wallAhead();
    ahead -= setBack;
    return setBack > 1_000 ? -setBack : 250 + Math.random() * 750;
  };
}

/** Of the clock that only goes forwards. */
function wallAhead(): number {
  return Date.now() - performance.now();
}
