// Where the person is: the route shown now, and how to go elsewhere.
import { is_ours, route_of, type Route } from '../router';

class Here {
  route = $state.raw<Route>(route_of(location.pathname));
  query = $state.raw(new URLSearchParams(location.search));

  go(address: string): void {
    history.pushState(null, '', address);
    this.look();
  }

  look(): void {
    this.route = route_of(location.pathname);
    this.query = new URLSearchParams(location.search);
  }

  listen(): () => void {
    const popped = () => this.look();
    const clicked = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a');
      if (!link || !is_ours(link, event, location.origin)) return;
      event.preventDefault();
      this.go(link.href);
    };
    window.addEventListener('popstate', popped);
    document.addEventListener('click', clicked);
    return () => {
      window.removeEventListener('popstate', popped);
      document.removeEventListener('click', clicked);
    };
  }
}

export const here = new Here();
