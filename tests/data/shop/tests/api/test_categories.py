from storefront.entities import CategoryEntity


def test_read_category(api, db):
    category = CategoryEntity(name="Lamps")
    db.add(category)
    db.commit()

    response = api.get(f"/v1/categories/{category.id}")

    assert response.status_code == 200
    assert response.json() == {"id": category.id, "name": "Lamps"}


def test_read_category_that_is_missing(api):
    assert api.get("/v1/categories/1").status_code == 404
