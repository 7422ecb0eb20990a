export function withBridge(html: string): string;
