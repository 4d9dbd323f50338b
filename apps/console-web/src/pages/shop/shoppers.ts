export interface Shopper {
  id: string;
  title: string;
}

/** Who one can be at a click; any other name can be typed. */
export const SHOPPERS: readonly Shopper[] = [
  { id: 'ada', title: 'Ada' },
  { id: 'bela', title: 'Bela' },
  { id: 'chidi', title: 'Chidi' },
  { id: 'dara', title: 'Dara' },
  { id: 'declined-eve', title: 'Eve, whose card is declined' },
];

/** How they are called where one can read it. */
export function shopperTitle(shopper: string): string {
  return SHOPPERS.find(({ id }) => id === shopper)?.title ?? shopper;
}

/** What a customer may be called at the order service. */
export const LONGEST_SHOPPER = 255;

/** The platform's simulated payment provider declines these by default. */
export function isDeclined(shopper: string): boolean {
  return shopper.startsWith('declined-');
}
