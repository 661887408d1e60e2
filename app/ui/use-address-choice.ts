import { useLocation, useNavigation, useSearchParams } from "@remix-run/react";

/** Choices of a page that live in its address. What was chosen last is shown and built upon, though its figures are still to come. */
export function useAddressChoice(): { asked: URLSearchParams; loading: boolean; choose(name: string, chosen: string): void } {
  const [parameters, setParameters] = useSearchParams();
  const { pathname } = useLocation();
  const { location: coming } = useNavigation();
  const loading = coming?.pathname === pathname;
  const asked = loading ? new URLSearchParams(coming.search) : parameters;
  const choose = (name: string, chosen: string) => {
    const next = new URLSearchParams(asked);
    next.set(name, chosen);
    setParameters(next, { preventScrollReset: true });
  };
  return { asked, loading, choose };
}
