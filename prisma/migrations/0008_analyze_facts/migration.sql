-- After a first sync PostgreSQL knows nothing of the new rows until it looks by itself, and plans as if there were none.
-- Only an owner may ask it to look, so the app is given this one way.
create function analyze_facts() returns void language sql security definer set search_path = public
  as 'analyze orders, order_lines, refunds, customers, products, variants, unit_costs';
revoke all on function analyze_facts() from public;
grant execute on function analyze_facts() to crescendo_app;
