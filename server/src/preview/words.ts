// Numbers as people read them.

/** 10 → "10 B", 4096 → "4 KiB", 1536 → "1.5 KiB". */
export function bytesText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let amount = Math.abs(bytes);
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || amount >= 100 ? Math.round(amount) : Math.round(amount * 10) / 10;
  return `${bytes < 0 ? "−" : ""}${rounded.toLocaleString("en")} ${units[unit]}`;
}

/** 25344 → "25,344". */
export function numberText(amount: number): string {
  return amount.toLocaleString("en");
}

/** The sign is part of what changed: 3 → "+3", -2 → "−2", 0 → "0". */
export function changeText(amount: number): string {
  return amount === 0 ? "0" : `${amount > 0 ? "+" : "−"}${Math.abs(amount).toLocaleString("en")}`;
}

/** One of a thing, several of it: "1 page", "3 pages". */
export function countText(amount: number, one: string, several = `${one}s`): string {
  return `${numberText(amount)} ${amount === 1 ? one : several}`;
}
