export function lasts(expires: number, now?: number): string;
