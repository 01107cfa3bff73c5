from storefront.api import categories

# The order is that of the documentation page.
ROUTERS = (categories.router,)
