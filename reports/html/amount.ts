import { amountText } from '../story/record-text.ts';

/** An amount of up to 39 digits, which may be broken between its groups. */
export function amountMarkup(amount: bigint): string {
  return amountText(amount).replaceAll(',', ',<wbr>');
}
