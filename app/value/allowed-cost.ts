/** What may be spent to win a customer who brings this profit: the target share of it (0 to 1), nothing of a loss. */
export function allowedCost(profit: number, target: number): number {
  return Math.max(0, profit) * target;
}
