interface Shopper {
  id: string;
  title: string;
}

/** The shoppers to choose from; any other name can be typed. */
export const SHOPPERS: readonly Shopper[] = [
  { id: 'ada', title: 'Ada' },
  { id: 'bela', title: 'Bela' },
  { id: 'chidi', title: 'Chidi' },
  { id: 'dara', title: 'Dara' },
  { id: 'declined-eve', title: 'Eve, whose card is declined' },
  { id: 'undecided-finn', title: 'Finn, whose payment stays undecided' },
];

export function shopperTitle(shopper: string): string {
  return SHOPPERS.find(({ id }) => id === shopper)?.title ?? shopper;
}

/** The order service's limit for a customer id. */
export const LONGEST_SHOPPER = 255;

/** The platform's simulated payment provider declines these by default. */
export function isDeclined(shopper: string): boolean {
  return shopper.startsWith('declined-');
}
