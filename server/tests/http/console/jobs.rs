//! The pages of jobs: while one runs they are renewed, and it is told where without JavaScript.

use axum::http::StatusCode;

use crate::admin_api::world::World;

#[tokio::test]
async fn a_page_is_renewed_while_a_job_runs_and_no_longer() {
    let world = World::new().await;
    let (shop, server) = (&world.shop, &world.shop.server);
    let cookies = server.sign_in().await.cookies();
    let pages = ["/console/{tenant}/{workspace}/jobs/{job}", "/console/{tenant}/{workspace}/jobs"].map(|route| world.page(route).unwrap());
    for path in &pages {
        let page = server.get_with(path, &cookies).await;
        assert!(page.body.contains("data-renew=\"3\"") && page.body.contains("src=\"/assets/renewal.js\""), "{path}: {page:?}");
    }
    let page = server.get_with(&pages[0], &cookies).await;
    assert!(page.body.contains("Look again"), "{page:?}");
    let script = server.get("/assets/renewal.js").await;
    assert_eq!((script.status, script.header("content-type")), (StatusCode::OK, "text/javascript; charset=utf-8"));

    let job = pages[0].rsplit('/').next().unwrap().parse().unwrap();
    shop.operator().stop_job(&shop.path, job).await.unwrap();
    for path in &pages {
        let page = server.get_with(path, &cookies).await;
        assert!(
            page.status == StatusCode::OK && !page.body.contains("data-renew=\"") && !page.body.contains("renewal.js"),
            "{path}: {page:?}"
        );
    }
}
