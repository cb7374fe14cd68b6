/** A number as people write it; the API has digits only. */
export function phoneText(phoneNumber: string): string {
  return phoneNumber.startsWith('+') ? phoneNumber : `+${phoneNumber}`;
}
