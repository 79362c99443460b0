//! How large the figures of a city are, row by row: what a sở and a quận or huyện has
//! in a year.

/// How a figure moves through the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// It grows with the year, or with the period.
    Grows,
    /// It stays as it is, within one part in a hundred.
    Stays,
    /// It is set once for the year.
    Fixed,
    /// It is set once for the year and was less a year ago.
    Better,
    /// A share of another row, in parts of a thousand. Of several, the one that the
    /// unit has.
    Part(&'static str, u64, u64),
    /// A share of what other parts leave of a whole, in parts of a thousand.
    Rest(&'static str, &'static [&'static str], u64, u64),
    /// Another row and some more.
    Over(&'static str, u64, u64),
    /// A share of a row fixed for the year, in parts of a thousand, that is reached at
    /// its end.
    Reaches(&'static str, u64, u64),
    /// It was the same a year ago.
    Once,
    /// It grows by a hundredth or so from one report to the next.
    Creeps,
    /// An answer: no at first, yes from a period on (0 is the first).
    Answer(usize),
}

use Course::{Answer, Better, Creeps, Fixed, Grows, Once, Over, Part, Reaches, Rest, Stays};

/// Row, what a sở has in a year, what a quận or huyện has, how it moves.
type Volume = (&'static str, (u64, u64), (u64, u64), Course);

const NONE: (u64, u64) = (0, 0);

/// The rows in an order in which every part comes after its whole.
pub(crate) const VOLUMES: &[Volume] = &[
    ("chi_dao.van_ban_chi_dao", (18, 44), (40, 90), Grows),
    ("chi_dao.nhiem_vu_ke_hoach", (26, 46), (30, 48), Fixed),
    (
        "chi_dao.nhiem_vu_hoan_thanh",
        NONE,
        NONE,
        Reaches("chi_dao.nhiem_vu_ke_hoach", 880, 1000),
    ),
    ("chi_dao.xa_da_kiem_tra", NONE, (5, 12), Grows),
    ("chi_dao.van_de_phat_hien", (8, 24), (30, 70), Grows),
    (
        "chi_dao.van_de_da_xu_ly",
        NONE,
        NONE,
        Part("chi_dao.van_de_phat_hien", 700, 930),
    ),
    ("chi_dao.nhiem_vu_duoc_giao", (70, 240), (110, 260), Grows),
    (
        "chi_dao.giao_dung_han",
        NONE,
        NONE,
        Part("chi_dao.nhiem_vu_duoc_giao", 720, 860),
    ),
    (
        "chi_dao.giao_hoan_thanh_qua_han",
        NONE,
        NONE,
        Rest(
            "chi_dao.nhiem_vu_duoc_giao",
            &["chi_dao.giao_dung_han"],
            40,
            160,
        ),
    ),
    (
        "chi_dao.giao_qua_han_chua_xong",
        NONE,
        NONE,
        Rest(
            "chi_dao.nhiem_vu_duoc_giao",
            &["chi_dao.giao_dung_han", "chi_dao.giao_hoan_thanh_qua_han"],
            0,
            60,
        ),
    ),
    ("chi_dao.phieu_khao_sat", (150, 900), (500, 2600), Grows),
    ("chi_dao.doi_thoai", (1, 1), (1, 1), Answer(1)),
    ("bo_may.su_nghiep_thuoc_so", (0, 9), NONE, Fixed),
    ("bo_may.su_nghiep_thuoc_huyen", NONE, (32, 48), Fixed),
    (
        "chi_dao.don_vi_truc_thuoc",
        NONE,
        NONE,
        Over(
            "bo_may.su_nghiep_thuoc_so|bo_may.su_nghiep_thuoc_huyen",
            5,
            9,
        ),
    ),
    (
        "chi_dao.don_vi_tu_kiem_tra",
        NONE,
        NONE,
        Reaches("chi_dao.don_vi_truc_thuoc", 300, 480),
    ),
    ("chi_dao.hang_par_index", (4, 4), NONE, Fixed),
    ("chi_dao.hang_pci", (7, 7), NONE, Fixed),
    ("chi_dao.hang_sipas", (3, 3), NONE, Fixed),
    ("chi_dao.hang_papi", (28, 28), NONE, Fixed),
    ("chi_dao.hang_ict_index", (6, 6), NONE, Fixed),
    ("the_che.van_ban_cap_tinh", NONE, NONE, Grows),
    (
        "the_che.van_ban_dung_tien_do",
        NONE,
        NONE,
        Part("the_che.van_ban_cap_tinh", 1000, 1000),
    ),
    (
        "the_che.van_ban_cap_nhat",
        NONE,
        NONE,
        Part("the_che.van_ban_cap_tinh", 1000, 1000),
    ),
    ("tthc.thu_tuc_cong_khai", NONE, NONE, Better),
    ("bo_may.bien_che_2015", NONE, NONE, Once),
    ("bo_may.tinh_gian_tu_2015", NONE, NONE, Creeps),
    ("the_che.van_ban_cap_huyen", NONE, (1, 3), Grows),
    ("the_che.van_ban_cap_xa", NONE, (2, 8), Grows),
    ("the_che.van_ban_kiem_tra", (0, 12), (24, 60), Grows),
    (
        "the_che.kiem_tra_can_xu_ly",
        NONE,
        NONE,
        Part("the_che.van_ban_kiem_tra", 60, 180),
    ),
    (
        "the_che.kiem_tra_da_xu_ly",
        NONE,
        NONE,
        Part("the_che.kiem_tra_can_xu_ly", 700, 950),
    ),
    ("the_che.van_ban_ra_soat", (30, 160), (60, 180), Grows),
    (
        "the_che.ra_soat_can_xu_ly",
        NONE,
        NONE,
        Part("the_che.van_ban_ra_soat", 60, 150),
    ),
    (
        "the_che.ra_soat_da_xu_ly",
        NONE,
        NONE,
        Part("the_che.ra_soat_can_xu_ly", 600, 900),
    ),
    ("tthc.cong_bo_moi", (0, 14), NONE, Grows),
    ("tthc.bai_bo_thay_the", (0, 18), NONE, Grows),
    ("tthc.thu_tuc_cap_tinh", (20, 160), NONE, Fixed),
    ("tthc.lien_thong_cung_cap", (0, 16), NONE, Fixed),
    ("tthc.lien_thong_cac_cap", (0, 20), NONE, Fixed),
    ("tthc.da_giai_quyet", (600, 42_000), NONE, Grows),
    (
        "tthc.dung_han",
        NONE,
        NONE,
        Part("tthc.da_giai_quyet", 982, 999),
    ),
    ("tthc.huyen_da_giai_quyet", NONE, (9_000, 58_000), Grows),
    (
        "tthc.huyen_dung_han",
        NONE,
        NONE,
        Part("tthc.huyen_da_giai_quyet", 981, 998),
    ),
    ("tthc.xa_da_giai_quyet", NONE, (40_000, 260_000), Grows),
    (
        "tthc.xa_dung_han",
        NONE,
        NONE,
        Part("tthc.xa_da_giai_quyet", 990, 999),
    ),
    ("tthc.phan_anh_tiep_nhan", (0, 26), (4, 30), Grows),
    (
        "tthc.phan_anh_da_giai_quyet",
        NONE,
        NONE,
        Part("tthc.phan_anh_tiep_nhan", 860, 1000),
    ),
    ("tthc.buu_chinh_tiep_nhan", (20, 1_600), (60, 900), Grows),
    (
        "tthc.buu_chinh_tra_ket_qua",
        (60, 5_200),
        (300, 4_200),
        Grows,
    ),
    (
        "tthc.trong_nam_den_han",
        NONE,
        NONE,
        Part("tthc.da_giai_quyet|tthc.xa_da_giai_quyet", 840, 930),
    ),
    (
        "tthc.trong_nam_dung_han",
        NONE,
        NONE,
        Part("tthc.trong_nam_den_han", 982, 998),
    ),
    ("bo_may.sap_xep_nd107", (1, 1), NONE, Answer(2)),
    ("bo_may.sap_xep_nd108", NONE, (1, 1), Answer(2)),
    ("bo_may.bien_che_giao", (46, 130), (96, 150), Fixed),
    (
        "bo_may.bien_che_co_mat",
        NONE,
        NONE,
        Part("bo_may.bien_che_giao", 900, 960),
    ),
    ("bo_may.hop_dong_lao_dong", (3, 18), (8, 26), Stays),
    ("bo_may.bien_che_tinh_gian", (0, 3), (0, 5), Grows),
    (
        "bo_may.nguoi_lam_viec_giao",
        (20, 460),
        (1_300, 4_300),
        Fixed,
    ),
    (
        "bo_may.nguoi_lam_viec_co_mat",
        NONE,
        NONE,
        Part("bo_may.nguoi_lam_viec_giao", 900, 960),
    ),
    ("bo_may.nguoi_lam_viec_tinh_gian", (0, 6), (2, 14), Grows),
    ("can_bo.vi_pham_vi_tri", (0, 0), NONE, Grows),
    (
        "can_bo.vi_tri_su_nghiep",
        NONE,
        NONE,
        Part(
            "bo_may.su_nghiep_thuoc_so|bo_may.su_nghiep_thuoc_huyen",
            940,
            1000,
        ),
    ),
    ("can_bo.thi_tuyen", (0, 6), (0, 9), Grows),
    ("can_bo.tiep_nhan", (0, 4), (0, 6), Grows),
    ("can_bo.vien_chuc_tuyen_dung", (0, 22), (8, 90), Grows),
    ("can_bo.bo_nhiem_qua_thi", (0, 2), (0, 2), Grows),
    ("can_bo.dao_tao", (60, 420), (400, 1_500), Grows),
    ("can_bo.ky_luat_cap_so_huyen", NONE, NONE, Grows),
    ("can_bo.ky_luat_cap_phong", (0, 1), (0, 2), Grows),
    ("can_bo.ky_luat_khac", (0, 2), (0, 7), Grows),
    ("tai_chinh.von_duoc_giao", NONE, NONE, Fixed),
    ("tai_chinh.thu_du_toan", NONE, NONE, Fixed),
    ("tai_chinh.chuyen_cong_ty_co_phan", NONE, NONE, Fixed),
    ("bo_may.to_chuc_lien_nganh", (38, 38), NONE, Fixed),
    ("tthc.thu_tuc_nganh_doc", (214, 214), NONE, Fixed),
    (
        "tai_chinh.thu_hut_dau_tu",
        (62_400_000, 62_400_000),
        NONE,
        Grows,
    ),
    ("hien_dai_hoa.kien_truc", (1, 1), NONE, Answer(1)),
    ("hien_dai_hoa.so_ket_noi", (1, 1), NONE, Answer(0)),
    ("hien_dai_hoa.huyen_ket_noi", NONE, (1, 1), Answer(0)),
    (
        "hien_dai_hoa.van_ban_di",
        (2_400, 9_800),
        (9_000, 21_000),
        Grows,
    ),
    (
        "hien_dai_hoa.van_ban_dien_tu",
        NONE,
        NONE,
        Part("hien_dai_hoa.van_ban_di", 940, 992),
    ),
    (
        "hien_dai_hoa.muc_do_3",
        NONE,
        NONE,
        Part("tthc.thu_tuc_cap_tinh", 340, 520),
    ),
    (
        "hien_dai_hoa.muc_do_3_phat_sinh",
        NONE,
        NONE,
        Part("hien_dai_hoa.muc_do_3", 260, 460),
    ),
    (
        "hien_dai_hoa.muc_do_3_ho_so",
        NONE,
        NONE,
        Part("tthc.da_giai_quyet|tthc.huyen_da_giai_quyet", 380, 560),
    ),
    (
        "hien_dai_hoa.muc_do_3_truc_tuyen",
        NONE,
        NONE,
        Part("hien_dai_hoa.muc_do_3_ho_so", 340, 620),
    ),
    (
        "hien_dai_hoa.muc_do_4",
        NONE,
        NONE,
        Part("tthc.thu_tuc_cap_tinh", 140, 300),
    ),
    (
        "hien_dai_hoa.muc_do_4_phat_sinh",
        NONE,
        NONE,
        Part("hien_dai_hoa.muc_do_4", 180, 420),
    ),
    (
        "hien_dai_hoa.muc_do_4_ho_so",
        NONE,
        NONE,
        Part("tthc.da_giai_quyet|tthc.huyen_da_giai_quyet", 110, 290),
    ),
    (
        "hien_dai_hoa.muc_do_4_truc_tuyen",
        NONE,
        NONE,
        Part("hien_dai_hoa.muc_do_4_ho_so", 460, 800),
    ),
    (
        "hien_dai_hoa.nghia_vu_tai_chinh",
        NONE,
        NONE,
        Part("tthc.thu_tuc_cap_tinh", 180, 420),
    ),
    (
        "hien_dai_hoa.thanh_toan_truc_tuyen",
        NONE,
        NONE,
        Part("hien_dai_hoa.nghia_vu_tai_chinh", 420, 800),
    ),
    ("hien_dai_hoa.cntt_nhiem_vu", (7, 14), (7, 12), Fixed),
    (
        "hien_dai_hoa.cntt_hoan_thanh",
        NONE,
        NONE,
        Reaches("hien_dai_hoa.cntt_nhiem_vu", 780, 1000),
    ),
    ("hien_dai_hoa.iso_phai_ap_dung", (252, 252), NONE, Fixed),
    (
        "hien_dai_hoa.iso_da_cong_bo",
        NONE,
        NONE,
        Part("hien_dai_hoa.iso_phai_ap_dung", 940, 960),
    ),
    (
        "hien_dai_hoa.dat_chi_tieu_truc_tuyen",
        (1, 1),
        NONE,
        Answer(3),
    ),
];
