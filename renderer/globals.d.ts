import type { KioskBridge, OperatorBridge, ScannerBridge } from '../main/contract/bridge.ts';

/** What the two preloads put into their pages. Each page has one of them; the other is absent. */
declare global {
  interface Window {
    readonly kiosk?: KioskBridge & ScannerBridge;
    readonly operator?: OperatorBridge & ScannerBridge;
  }
}

declare module 'react' {
  /** Custom properties are set through the style object model, which the content security policy allows. */
  interface CSSProperties {
    readonly [property: `--${string}`]: string | number | undefined;
  }
}
