/** The error of a list of choices or a checkbox: to Polaris even an empty one makes the field invalid. */
export function whenWrong(words: string | undefined): { error?: string } {
  return words ? { error: words } : {};
}
