/**
 * What may happen with a service; only `granted` lets it run. `once`: the visitor has let a held frame of it load on
 * this page, and nothing else is decided by that.
 */
export type Verdict = 'granted' | 'denied' | 'undecided' | 'locked' | 'once';

export interface State {
  /** Whether the visitor has been asked about every service. */
  decided: boolean;
  /** The verdict on every service that waits for a choice, by its id. */
  services: Record<string, Verdict>;
  /** The regime, where it grants what nobody chose. */
  by?: 'us';
}

/** What became of the names that refused services stored. Names, never values. */
export interface Erased {
  erased: { name: string; store: Store }[];
  survivors: {
    name: string;
    store: Store;
    /**
     * `http-only`: the policy says that only the server sees it. `elsewhere`: it lies below a path that this page
     * does not. `out-of-reach`: it did not go. `open`: a database that something still has open.
     * `written-again`: it went, and came back.
     */
    why: 'http-only' | 'elsewhere' | 'out-of-reach' | 'open' | 'written-again';
    /** What to do about it. */
    advice: string;
  }[];
}

/**
 * What the watchdog says of a stored name that the policy does not declare; docs/classify.md has the words. Fields that
 * nobody knows are empty.
 */
export interface Undeclared {
  name: string;
  store: Store;
  class: 'essential' | 'functional' | 'tracking';
  sure: 'known' | 'listed' | 'guessed' | 'none';
  vendor: string;
  purpose: string;
  duration: string;
  service: string;
  rule: string;
  /** The script that wrote it, where a stack showed that. */
  script: string;
  /** Whether it was erased, as `"unknown": "deny"` has it. */
  erased: boolean;
}

export type Store = 'cookie' | 'localStorage' | 'sessionStorage' | 'indexedDB' | 'cacheStorage';

/** `window.portcullis` once the shim has run. */
export interface Portcullis {
  /** Resolves with the first state that is known, asked or not. */
  readonly ready: Promise<State>;
  /** The state now. */
  state(): State;
  /** Hears of every state from now on; returns what ends it. Also a `portcullis:change` event on `document`. */
  on(event: 'change', listener: (state: State) => void): () => void;
  /** Resolves when that service is granted; never, while it is not. For SDKs that a site bundles itself. */
  when(service: string): Promise<unknown>;
  /** Opens the preferences. */
  open(): Promise<void>;
  /**
   * Grants these services, as the visitor's choice made by the site's own controls. Rejects with a RangeError for a
   * service that the policy does not gate.
   */
  grant(services: string[]): Promise<void>;
  /**
   * Refuses these services. Resolves once what they stored is erased, with what became of it where there was anything.
   */
  deny(services: string[]): Promise<Erased | void>;
  /** Refuses everything; what runs stops and is erased. */
  withdraw(): Promise<Erased | void>;
  /** Opens the panel for whoever builds the site: docs/inspect.md. */
  inspect(): Promise<void>;
  /** Says what a URL is, an element, or a name: of a cookie where no store is named. */
  explain(x: string | URL | Element, store?: Store): Promise<Explained>;
}

/** What `explain` says. */
export interface Explained {
  class: 'essential' | 'functional' | 'tracking';
  /** The service that it belongs to, and the rule of it that matched: none for what nobody knows. */
  service?: string;
  rule?: string;
  /** Whether the policy declares it. */
  declared: boolean;
  /** What the visitor's choice makes of that service, and why it is locked. */
  verdict?: Verdict;
  reason?: 'gpc' | 'age' | 'needs';
  /** When the visitor chose. */
  when?: string;
  /** The service that an element is marked with. */
  marked?: string;
}

/** What may stand at `window.portcullis` before the shim: settings, and calls that wait for it. */
export interface PortcullisSettings {
  policy?: string;
  revision?: string;
  age?: 'under13' | '13-15' | 'adult';
  regime?: 'eu' | 'uk' | 'us' | 'br' | 'auto';
  /** Two letters, for `auto`. */
  country?: string;
  guard?: 'marks' | 'live' | 'seal' | 'seal-strict';
  queue?: [method: keyof Portcullis, ...values: unknown[]][];
}

declare global {
  interface Window {
    portcullis: Portcullis;
  }
  interface DocumentEventMap {
    'portcullis:change': CustomEvent<State>;
    /** A third party that nobody declared, once per host, and the road by which it was reached. */
    'portcullis:unknown': CustomEvent<{ host: string; road: string }>;
    /** From portcullis-watch.js: a stored name that the policy does not declare, once. */
    'portcullis:undeclared': CustomEvent<Undeclared>;
    'portcullis:erased': CustomEvent<Erased>;
  }
}
