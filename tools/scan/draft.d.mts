/** What a drafted entry is made of: what was met, and what is known of it. */
export interface Thing {
  kind: 'host' | 'name';
  store?: string | undefined;
  name: string;
  /** Where it lies. */
  host: string;
  duration?: string | undefined;
  /** What a tag is set up with, as its address has it. */
  setting?: string | undefined;
  is: Partial<Record<'class' | 'sure' | 'vendor' | 'purpose' | 'duration' | 'service' | 'rule', string>>;
}
export function draft(
  scanned: { site: string; title: string; language: string; things: Thing[]; policy?: unknown },
  today?: string,
): { policy: object; missing: string[]; left: string[] };
